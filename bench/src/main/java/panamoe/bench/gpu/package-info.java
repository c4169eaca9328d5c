/** What takes the engine to a machine with a GPU and tells what it does there: a folder that runs anywhere, and its checks. */
package panamoe.bench.gpu;
