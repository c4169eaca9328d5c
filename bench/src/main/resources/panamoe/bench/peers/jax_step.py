"""The training step of `./panamoe bench step` in JAX, compiled by jit. common.py describes its use.

XLA needs shapes that do not depend on the routing, so an expert has a fixed number of slots and drops further rows. The timed
step has `--capacity` times an even share, as is usual. The steps for the comparison of losses have slots for all rows.
"""
import math
import os

import common

options = common.arguments()
if options.threads < len(os.sched_getaffinity(0)):  # XLA uses one thread per available core
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.threads])
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp

arrays, sizes = common.read_safetensors(options.file)
k, heads, layers, tasks = (int(sizes[name]) for name in ("k", "heads", "layers", "tasks"))


def parameters():
    return {name: jnp.array(a) for name, a in arrays.items() if not name.startswith("batch.") and not name.endswith("gate.bias")}


def layer_norm(p, name, x):
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + 1e-5) * p[name + ".weight"] + p[name + ".bias"]


def linear(p, name, x):
    return x @ p[name + ".weight"] + p[name + ".bias"]


def gelu(x):
    return jax.nn.gelu(x, approximate=False)


def mixture(p, name, x, task, capacity):
    """x[n, d] -> y[n, d] and the load-balancing loss"""
    n, d = x.shape
    w1, b1, w2, b2 = (p[f"{name}.experts.{what}"] for what in ("weight1", "bias1", "weight2", "bias2"))
    experts = w1.shape[0]
    probabilities = jax.nn.softmax(x @ p[name + ".gate.weight"][task])
    weights, chosen = jax.lax.top_k(probabilities, k)
    if k > 1:
        weights = weights / weights.sum(-1, keepdims=True)
    chosen = chosen.reshape(-1)
    slots = math.ceil(min(n, n * k / experts * capacity))
    one_hot = jax.nn.one_hot(chosen, experts, dtype=jnp.int32)
    place = (jnp.cumsum(one_hot, 0) * one_hot).sum(-1) - 1
    slot = jnp.where(place < slots, chosen * slots + place, experts * slots)
    row = jnp.arange(n * k) // k
    inputs = jnp.zeros((experts * slots + 1, d)).at[slot].set(x[row])[:-1].reshape(experts, slots, d)
    hidden = gelu(jnp.einsum("ecd,edf->ecf", inputs, w1) + b1[:, None])
    outputs = jnp.einsum("ecf,efd->ecd", hidden, w2) + b2[:, None]
    outputs = jnp.concatenate([outputs.reshape(-1, d), jnp.zeros((1, d))])[slot] * weights.reshape(-1, 1)
    return jnp.zeros_like(x).at[row].add(outputs), experts * (one_hot.mean(0) * probabilities.mean(0)).sum()


def attention(p, name, x):
    batch, seq, d = x.shape
    q, k_, v = linear(p, name + ".qkv", x).reshape(batch, seq, 3, heads, d // heads).transpose(2, 0, 3, 1, 4)
    scores = jax.nn.softmax(jnp.einsum("bhtd,bhsd->bhts", q, k_) / math.sqrt(d // heads))
    y = jnp.einsum("bhts,bhsd->bhtd", scores, v).transpose(0, 2, 1, 3).reshape(batch, seq, d)
    return linear(p, name + ".output", y)


def loss_of(p, tokens, task, labels, capacity):
    x = p["tokens.weight"][tokens] + p["positions.weight"]
    batch, seq, d = x.shape
    balance = 0.0
    for i in range(layers):
        name = f"layer.{i}"
        x = x + attention(p, name + ".attention", layer_norm(p, name + ".attentionNorm", x))
        h = layer_norm(p, name + ".feedForwardNorm", x)
        if name + ".gate.weight" in p:
            y, of_block = mixture(p, name, h.reshape(-1, d), task, capacity)
            x = x + y.reshape(batch, seq, d)
            balance += of_block
        else:
            x = x + linear(p, name + ".feedForward.out", gelu(linear(p, name + ".feedForward.in", h)))
    logits = layer_norm(p, "norm", x)[:, 0] @ p["head.weight"][task] + p["head.bias"][task]
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], 1).mean() + 0.01 * balance


def update(capacity, p, m, v, t, tokens, task, labels):
    """Forward, backward, clipping to norm 1, AdamW."""
    each = jax.tree.map
    loss, g = jax.value_and_grad(loss_of)(p, tokens, task, labels, capacity)
    norm = jnp.sqrt(sum((x**2).sum() for x in jax.tree.leaves(g)))
    g = each(lambda x: x * jnp.minimum(1.0, 1.0 / norm), g)
    m = each(lambda m, g: 0.9 * m + 0.1 * g, m, g)
    v = each(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
    scale1, scale2 = 1 / (1 - 0.9**t), 1 / (1 - 0.999**t)
    p = each(lambda p, m, v: p - 1e-3 * (m * scale1 / (jnp.sqrt(v * scale2) + 1e-8) + 0.01 * p), p, m, v)
    return p, m, v, loss


def compiled(capacity):
    return jax.jit(lambda *state: update(capacity, *state), donate_argnums=(0, 1, 2))


unlimited, limited = compiled(math.inf), compiled(options.capacity)
p = parameters()
state = [p, jax.tree.map(jnp.zeros_like, p), jax.tree.map(jnp.zeros_like, p)]
batches = common.Batches(arrays, tasks)


def step(exact):
    tokens, task, labels = batches.take()
    tokens, labels = jax.block_until_ready((jnp.array(tokens), jnp.array(labels)))
    start = common.clock()
    *after, loss = (unlimited if exact else limited)(*state, float(batches.next), tokens, task, labels)
    jax.block_until_ready((after, loss))
    seconds = common.clock() - start
    state[:] = after
    return seconds, float(loss)


common.serve(
    {
        "engine": "JAX " + jax.__version__ + " jit",
        "threads": len(os.sched_getaffinity(0)),
        "isa": "chosen by XLA" + (f", capacity {options.capacity}" if "layer.1.gate.weight" in arrays else ""),
    },
    step,
)
