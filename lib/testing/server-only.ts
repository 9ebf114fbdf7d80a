// Stands for the package `server-only`, which throws outside of Next. The import rules do its work here.
export {};
