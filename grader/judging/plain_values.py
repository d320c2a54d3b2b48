"""Source that hidden tests put before their questions, so that nothing a student made is called or believed there.

Methods, properties and protocols of students' objects are theirs; torch's and numpy's own functions, called on what is
a tensor or an array by its type, are not. Everything that is put here runs in the student's kernel, where it can be
read and kept: it may not answer a task. It names what it uses of Python itself, for a student's names come before.
"""

PLAIN = """
from builtins import *
import numpy, torch
def is_tensor(value):
    return issubclass(type(value), torch.Tensor)
def property_of(name, tensor):
    with torch._C.DisableTorchFunctionSubclass():
        return getattr(torch.Tensor, name).__get__(tensor)
def plain(value, dtype="float32"):
    # Real tensors, arrays, numbers and lists of these as arrays; anything else as it came, for a message to name.
    if is_tensor(value):
        with torch._C.DisableTorchFunctionSubclass():
            value = torch.Tensor.numpy(torch.Tensor.cpu(torch.Tensor.detach(value)))
    if not issubclass(type(value), (numpy.ndarray, numpy.generic, list, tuple, int, float)):
        return value
    try:
        array = numpy.array(value)
    except (TypeError, ValueError):
        return value
    with numpy.errstate(all="ignore"):
        return array.astype(dtype) if array.dtype.kind in "fiu" else array
"""
"""`plain(value)`: the numbers in what a student returned; `is_tensor` and `property_of`, whatever its class says."""

GRADIENTS = """
def gradients(output, parameters, weights=None):
    # Those of the sum of `output`, weighted, as arrays; zeros where none reaches a parameter, or the shapes differ.
    with torch._C.DisableTorchFunctionSubclass():
        needs = [is_tensor(value) and property_of("requires_grad", value) for value in (output, *parameters)]
        free = [parameter for parameter, need in zip(parameters, needs[1:]) if need]
        found = iter(())
        if needs[0] and free and (weights is None or weights.shape == tuple(torch.Tensor.size(output))):
            output = torch.Tensor.as_subclass(output, torch.Tensor)
            weights = torch.ones_like(output) if weights is None else torch.tensor(weights, dtype=output.dtype)
            found = iter(torch.autograd.grad(output, free, weights, retain_graph=True, allow_unused=True))
        slopes = [next(found, None) if need else None for need in needs[1:]]
        return [numpy.zeros(tuple(torch.Tensor.size(parameter)), "float32") if slope is None else plain(slope)
                for slope, parameter in zip(slopes, parameters)]
"""
"""`gradients(output, parameters, weights)`, by torch's own autograd; needs PLAIN before it."""
