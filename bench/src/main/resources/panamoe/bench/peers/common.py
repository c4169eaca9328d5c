"""Functions of all peers: reading the model and the batches that Panamoe wrote, and answering its commands.

Panamoe starts `torch_step.py` or `jax_step.py` with the name of a safetensors file and writes commands to its standard input, one per line:
    loss N     run N steps from the current weights; the answer lists their losses
    time W N   run W warm-up steps and N measured steps; the answer lists the milliseconds of the measured steps
Every answer is one line of JSON on standard output. The first line, before any command, describes the engine.
"""
import argparse
import json
import struct
import sys
import time

import numpy as np


def options():
    return parser().parse_args()


def arguments():
    """The options, and the file of a model."""
    with_file = parser()
    with_file.add_argument("file", help="weights, batches and sizes, in safetensors format")
    return with_file.parse_args()


def parser():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--device", default="cpu", help="cpu or cuda (PyTorch)")
    parser.add_argument("--precision", default="fp32", choices=["fp32", "tf32"], help="precision of products on CUDA (PyTorch)")
    parser.add_argument("--compile", action="store_true", help="torch.compile (PyTorch)")
    parser.add_argument("--bfloat16", action="store_true", help="products in bfloat16, by autocast (PyTorch)")
    parser.add_argument("--capacity", type=float, default=1.25, help="slots per expert, as a multiple of an even share (JAX)")
    return parser


def mode(options):
    """How PyTorch runs, for its name."""
    return (" compiled" if options.compile else " eager") + (" bfloat16" if options.bfloat16 else "")


def torch_isa(device):
    import torch

    if device.type == "cuda":
        return torch.cuda.get_device_name()
    return torch.backends.cpu.get_cpu_capability() + (", MKL" if torch.backends.mkl.is_available() else "")


def read_safetensors(path):
    """The arrays by name, and the metadata of the file."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    metadata = header.pop("__metadata__", {})
    arrays = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        kind = {"F32": np.float32, "I32": np.int32}[entry["dtype"]]
        arrays[name] = np.frombuffer(bytearray(data[begin:end]), kind).reshape(entry["shape"])
    return arrays, metadata


class Batches:
    """Gives the batches in turn, again and again: tokens[batch, seq], the index of the task, labels[batch]."""

    def __init__(self, arrays, tasks):
        self.tokens, self.labels, self.tasks = arrays["batch.tokens"], arrays["batch.labels"], tasks
        self.next = 0

    def take(self):
        i = self.next % len(self.tokens)
        self.next += 1
        return self.tokens[i], i % self.tasks, self.labels[i]


def serve(about, step):
    """Answers commands until standard input ends. step(exact) runs a step on the next batch and returns (seconds, loss)."""
    say(about)
    for line in sys.stdin:
        command, *numbers = line.split()
        numbers = [int(n) for n in numbers]
        if command == "loss":
            say({"losses": [step(exact=True)[1] for _ in range(numbers[0])]})
        elif command == "time":
            warmup, steps = numbers
            seconds = [step(exact=False)[0] for _ in range(warmup + steps)][warmup:]
            say({"ms": [1e3 * s for s in seconds]})
        else:
            sys.exit(f"unknown command {command}")


def say(answer):
    print(json.dumps(answer), flush=True)


def clock():
    return time.perf_counter()
