"""The training step of `./panamoe bench step` in PyTorch: eager or compiled, in single precision or with products in bfloat16. common.py
describes its use."""
import torch
import torch.nn as nn
import torch.nn.functional as F

import common

options = common.arguments()
arrays, sizes = common.read_safetensors(options.file)
torch.set_num_threads(options.threads)
device = torch.device(options.device)
torch.backends.cuda.matmul.allow_tf32 = options.precision == "tf32"
k, heads, layers, tasks = (int(sizes[name]) for name in ("k", "heads", "layers", "tasks"))


def tensor(name):
    return torch.from_numpy(arrays[name])


def linear(name):
    """A linear layer with the weight [in, out] and the bias [out] of a name."""
    weight = tensor(name + ".weight")
    layer = nn.Linear(*weight.shape)
    with torch.no_grad():
        layer.weight.copy_(weight.T)
        layer.bias.copy_(tensor(name + ".bias"))
    return layer


def layer_norm(name):
    norm = nn.LayerNorm(arrays[name + ".weight"].shape[0], eps=1e-5)
    norm.load_state_dict({"weight": tensor(name + ".weight"), "bias": tensor(name + ".bias")})
    return norm


class Mixture(nn.Module):
    """A mixture of experts. The gate of the batch's task chooses k experts for each row."""

    def __init__(self, name):
        super().__init__()
        self.gate = nn.Parameter(tensor(name + ".gate.weight"))
        self.w1 = nn.Parameter(tensor(name + ".experts.weight1"))
        self.b1 = nn.Parameter(tensor(name + ".experts.bias1"))
        self.w2 = nn.Parameter(tensor(name + ".experts.weight2"))
        self.b2 = nn.Parameter(tensor(name + ".experts.bias2"))

    def forward(self, x, task):
        """x[n, d] -> y[n, d] and the load-balancing loss"""
        experts = self.w1.shape[0]
        probabilities = F.softmax(x @ self.gate[task], -1)
        weights, chosen = probabilities.topk(k, -1)
        if k > 1:
            weights = weights / weights.sum(-1, keepdim=True)
        chosen = chosen.reshape(-1)
        order = torch.argsort(chosen, stable=True)
        counts = torch.bincount(chosen, minlength=experts)
        row = order // k
        outputs = []
        for e, rows in enumerate(x[row].split(counts.tolist())):
            if len(rows):
                hidden = F.gelu(torch.addmm(self.b1[e], rows, self.w1[e]))
                outputs.append(torch.addmm(self.b2[e], hidden, self.w2[e]))
        # autocast computes the outputs in bfloat16
        weighted = torch.cat(outputs).to(x.dtype) * weights.reshape(-1)[order].unsqueeze(1).to(x.dtype)
        y = torch.zeros_like(x).index_add(0, row, weighted)
        return y, experts * (counts.float() / chosen.numel() * probabilities.mean(0)).sum()


class Block(nn.Module):
    def __init__(self, name):
        super().__init__()
        attention = name + ".attention."
        self.attention_norm = layer_norm(name + ".attentionNorm")
        self.qkv = linear(attention + "qkv")
        self.out = linear(attention + "output")
        self.norm = layer_norm(name + ".feedForwardNorm")
        self.sparse = name + ".gate.weight" in arrays
        self.network = (
            Mixture(name)
            if self.sparse
            else nn.Sequential(linear(name + ".feedForward.in"), nn.GELU(), linear(name + ".feedForward.out"))
        )

    def forward(self, x, mask, task):
        """x[batch, seq, d] -> the same and the load-balancing loss, 0 for a dense block"""
        batch, seq, d = x.shape
        q, k_, v = self.qkv(self.attention_norm(x)).view(batch, seq, 3, heads, d // heads).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k_, v, attn_mask=mask)
        x = x + self.out(y.transpose(1, 2).reshape(batch, seq, d))
        h = self.norm(x)
        if not self.sparse:
            return x + self.network(h), 0
        y, balance = self.network(h.reshape(-1, d), task)
        return x + y.view(batch, seq, d), balance


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding.from_pretrained(tensor("tokens.weight"), freeze=False)
        self.positions = nn.Parameter(tensor("positions.weight"))
        self.blocks = nn.ModuleList(Block(f"layer.{i}") for i in range(layers))
        self.norm = layer_norm("norm")
        # one tensor for the heads of all tasks, as for the gates: AdamW updates all parameters in every step
        self.head_weight = nn.Parameter(tensor("head.weight"))
        self.head_bias = nn.Parameter(tensor("head.bias"))

    def forward(self, tokens, mask, task):
        x = self.tokens(tokens) + self.positions
        balance = 0
        for block in self.blocks:
            x, of_block = block(x, mask, task)
            balance = balance + of_block
        return self.norm(x)[:, 0] @ self.head_weight[task] + self.head_bias[task], balance


net = Net().to(device)
forward = torch.compile(net) if options.compile else net
optimizer = torch.optim.AdamW(net.parameters(), 1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01, fused=True)
batches = common.Batches(arrays, tasks)
# all sequences have the same length here; the mask is used because an encoder needs one for padding
mask = torch.ones(arrays["batch.tokens"].shape[1], 1, 1, arrays["batch.tokens"].shape[2], dtype=torch.bool, device=device)


def step(exact):
    tokens, task, labels = batches.take()
    tokens, labels = (torch.from_numpy(x).long().to(device) for x in (tokens, labels))
    start = common.clock()
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=options.bfloat16):
        logits, balance = forward(tokens, mask, task)
    loss = F.cross_entropy(logits.float(), labels) + 0.01 * balance
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()
    value = loss.item()  # waits for the GPU
    return common.clock() - start, value


common.serve(
    {
        "engine": "PyTorch " + torch.__version__ + common.mode(options),
        "threads": torch.get_num_threads(),
        "isa": common.torch_isa(device),
    },
    step,
)
