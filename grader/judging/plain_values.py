"""Source code that hidden tests run before their expressions, so that they call or trust nothing a student defined.

Students may override methods, properties and protocols of their objects, but not torch's and numpy's own functions,
which are called only on values whose type is a tensor or an array. This code runs in the student's kernel, where it can
be read and saved: it must not give away a solution.
"""

PLAIN = """
import numpy, torch
def is_tensor(value):
    return issubclass(type(value), torch.Tensor)
def property_of(name, tensor):
    with torch._C.DisableTorchFunctionSubclass():
        return getattr(torch.Tensor, name).__get__(tensor)
def plain(value, dtype="float32"):
    # Convert real tensors, arrays, numbers and lists of these to arrays; return anything else unchanged.
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
"""`plain(value)` returns a student's value as an array; `is_tensor` and `property_of` bypass overrides of its class."""

GRADIENTS = """
def gradients(output, parameters, weights=None):
    # Gradients of the weighted sum of `output`, as arrays; zeros for unused parameters, or if the shapes differ.
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
"""`gradients(output, parameters, weights)`, computed by torch.autograd; requires PLAIN."""
