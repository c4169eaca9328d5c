"""Matrix products in PyTorch, on CUDA with cuBLAS. The conversation is that of common.py, with one command:
    gemm M K N TRANS REPEATS   multiply [M, K] by [K, N], REPEATS times; TRANS (NN, NT, TN, TT): transposed operands
The answer is the mean time of a product in milliseconds.
"""
import sys

import torch

import common

options = common.options()
device = torch.device(options.device)
torch.set_num_threads(options.threads)
torch.backends.cuda.matmul.allow_tf32 = options.precision == "tf32"


def operand(rows, columns, transposed):
    return torch.rand(columns, rows, device=device).T if transposed else torch.rand(rows, columns, device=device)


def wait():
    if device.type == "cuda":
        torch.cuda.synchronize()


common.say({"engine": "PyTorch " + torch.__version__, "threads": torch.get_num_threads(), "isa": common.torch_isa(device)})
for line in sys.stdin:
    m, k, n, trans, repeats = line.split()[1:]
    a = operand(int(m), int(k), trans[0] == "T")
    b = operand(int(k), int(n), trans[1] == "T")
    c = torch.empty(int(m), int(n), device=device)
    torch.matmul(a, b, out=c)
    wait()
    start = common.clock()
    for _ in range(int(repeats)):
        torch.matmul(a, b, out=c)
    wait()
    common.say({"ms": [1e3 * (common.clock() - start) / int(repeats)]})
