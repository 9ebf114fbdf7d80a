/** ELK itself, which answers messages when it finds that it is a worker's script. */
import "elkjs/lib/elk-worker.min.js";
