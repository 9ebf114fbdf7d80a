/** What is said between the server and a process that holds ONNX models. */
export interface HostTensor {
  name: string;
  /** ONNX Runtime's word: "float32", "string", … */
  type: string;
  dims: readonly number[];
  data: ArrayLike<number | bigint | string>;
}

export interface HostValue {
  name: string;
  /** Null for what is no tensor. */
  type: string | null;
  /** A length of -1 is any. */
  shape: readonly number[];
}

export type HostRequest =
  | { id: number; kind: "load"; key: string; path: string; threads: number }
  | { id: number; kind: "run"; key: string; feeds: readonly HostTensor[] }
  | { id: number; kind: "release"; key: string };

export type HostAnswer =
  | { id: number; kind: "loaded"; inputs: HostValue[]; outputs: HostValue[] }
  | { id: number; kind: "ran"; outputs: HostTensor[] }
  | { id: number; kind: "released" }
  | { id: number; kind: "failed"; message: string };
