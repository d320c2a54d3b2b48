"""Rewords well-known errors of Python, numpy and torch without anything that a student's code could choose.

Each template has the error's types, a pattern for its text, and the replacement. A `{slot}` is a group of the pattern:
an identifier that is shown if it occurs in the student's own line; otherwise a general word takes its place.
"""

import re
from dataclasses import dataclass

SLOTS = {
    "name": "a name",
    "attribute": "such attribute",
    "function": "a function",
    "argument": "an argument",
    "key": "such key",
    "module": "a module",
    "type": "an object",  # shown where it is one of `error_words.TYPES`
    "other": "another object",  # likewise
}


@dataclass(frozen=True, slots=True)
class Template:
    """One well-known error message."""

    types: tuple[str, ...]
    pattern: re.Pattern[str]
    words: str


def _of(types: str, *pairs: tuple[str, str]) -> list[Template]:
    return [Template(tuple(types.split()), re.compile(pattern), words) for pattern, words in pairs]


TORCH = "RuntimeError TypeError ValueError IndexError NotImplementedError AssertionError"
SHAPES = "the shapes of two arrays do not match"
DTYPES = "two tensors have different dtypes, such as float32 and float64"
CUDA = "no CUDA device is available, and the code must run without one"
TEMPLATES = [
    *_of("NameError", (r"name '(?P<name>\w+)' is not defined", "{name} is not defined")),
    *_of(
        "UnboundLocalError",
        (r"cannot access local variable '(?P<name>\w+)'", "{name} is used in a function before it is assigned there"),
    ),
    *_of(
        "AttributeError",
        (r"'NoneType' object has no attribute '(?P<attribute>\w+)'", "None has no {attribute}"),
        (r"module '(?P<module>[\w.]+)' has no attribute '(?P<attribute>\w+)'", "{module} has no {attribute}"),
        (r"'(?P<type>[\w.]+)' object has no attribute '(?P<attribute>\w+)'", "{type} has no {attribute}"),
        (r"cannot assign (module|parameter)s? before Module", "super().__init__() must be called first"),
    ),
    *_of(
        "TypeError",
        (
            r"(?P<function>[\w.<>]+)\(\) missing \d+ required [\w-]+ arguments?: '(?P<argument>\w+)'",
            "{function} is called without {argument}, which it requires",
        ),
        (
            r"(?P<function>[\w.<>]+)\(\) takes .* but \d+ (was|were) given",
            "{function} is given more values than it takes",
        ),
        (
            r"(?P<function>[\w.<>]+)\(\) got an unexpected keyword argument '(?P<argument>\w+)'",
            "{function} does not accept {argument} by name; a signature that was given must stay as it is",
        ),
        (
            r"(?P<function>[\w.<>]+)\(\) got multiple values for argument '(?P<argument>\w+)'",
            "{argument} is given twice",
        ),
        (r"'(?P<type>[\w.]+)' object is not callable", "{type} is called, but is not callable"),
        (r"'(?P<type>[\w.]+)' object is not (subscriptable|iterable)", "{type} cannot be indexed or iterated over"),
        (r"'(?P<type>[\w.]+)' object does not support item assignment", "no element of {type} can be set"),
        (r"cannot unpack non-iterable (?P<type>[\w.]+) object", "{type} cannot be unpacked into several names"),
        (
            r"unsupported operand type\(s\) for .+: '(?P<type>[\w.]+)' and '(?P<other>[\w.]+)'",
            "an operation between {type} and {other} is not possible",
        ),
        (r"bad operand type for .+: '(?P<type>[\w.]+)'", "an operation on {type} is not possible"),
        (r"can't multiply sequence by non-int", "a list or string is multiplied by something that is not an integer"),
        (
            r"'(?P<type>[\w.]+)' object cannot be interpreted as an integer",
            "{type} is used where an integer is required",
        ),
        (
            r"only .* can be converted to (a|Python) scalar|only length-1 arrays",
            "an array is used where a single number is required",
        ),
        (
            r"only integer scalar arrays can be converted to a scalar index",
            "an array is used where an integer is required",
        ),
        (r"(.*argument '\w+' .*)?must be Tensor,? not (?P<type>[\w.]+)", "{type} is used where a tensor is required"),
        (r"expected Tensor as element \d+ in argument \d+, but got (?P<type>\w+)", "{type} is in a list of tensors"),
        (r"must be real number, not (?P<type>\w+)", "{type} is used where a number is required"),
        (r"can't convert cuda", "a tensor on a CUDA device must be moved to the CPU first, with .cpu()"),
        (r"object of type '(?P<type>[\w.]+)' has no len", "{type} has no length"),
        (r"len\(\) of (unsized object|a 0-d tensor)|iteration over a 0-d", "a scalar array has no length"),
        (r"\w+\(\) received an invalid combination of arguments", "a torch function does not accept such arguments"),
        (r"loop of ufunc does not support|ufunc '\w+' not supported", "a numpy function does not support this dtype"),
        (
            r"conversion from \w+ to Decimal|float\(\) argument must be",
            "something that is not a number is converted to one",
        ),
    ),
    *_of("ZeroDivisionError", ("", "a number is divided by zero")),
    *_of(
        "IndexError",
        (r"(list|tuple|string)( assignment)? index out of range", "an index is out of range"),
        (r"index -?\d+ is out of bounds", "an index is out of bounds for its axis"),
        (r"too many indices", "there are more indices than the array has axes"),
        (r"(D|d)imension (specified as )?.*out of range|Dimension out of range", "the array has no such axis"),
        (r"only integers, slices|tensors used as indices", "something that is not an integer is used as an index"),
    ),
    *_of("AxisError", ("", "the array has no such axis")),
    *_of("KeyError", (r"'(?P<key>\w+)'$", "there is no {key} in it"), ("", "there is no such key in it")),
    *_of(
        "ValueError",
        (r"operands could not be broadcast|could not broadcast|shapes .* not aligned|matmul: |solve: ", SHAPES),
        (r"all the input array|axes don't match|einstein sum|operand.* mismatch in its core dim", SHAPES),
        (r"cannot reshape array", "an array cannot be reshaped to a different number of elements"),
        (r"setting an array element with a sequence", "an array element is set to a sequence"),
        (r"(not enough|too many) values to unpack", "a value is unpacked into the wrong number of names"),
        (r"The truth value of an array", "an array with several elements is used as a condition"),
        (r"could not convert string to float|invalid literal for int", "a string is not a number"),
        (
            r"can only convert an array of size 1",
            "an array with several elements is used where a single number is required",
        ),
        (
            r"math domain error|expected a (positive|nonnegative) input",
            "a function is called outside its domain",
        ),
        (r"scale < 0|negative dimensions are not allowed", "a value that must not be negative is negative"),
        (r"Expected more than 1 value per channel", "batch normalisation needs more than one sample"),
        (r"optimizer got an empty parameter list", "the optimizer got no parameters"),
        (
            r"only one element tensors can be converted",
            "a tensor with several elements is used where a single number is required",
        ),
    ),
    *_of("LinAlgError", ("Singular matrix", "a matrix is singular"), ("", "a matrix has the wrong shape")),
    *_of(
        TORCH,
        (r"mat1 and mat2 shapes|size mismatch|The size of tensor a", SHAPES),
        (r"Sizes of tensors must match|stack expects each tensor|Tensors must have same number|shape mismatch", SHAPES),
        (r"shape '.*' is invalid for input|view size is not compatible", "a tensor cannot be reshaped to this shape"),
        (r"The expanded size of the tensor|output with shape", SHAPES),
        (
            r"(expected|Expected) .*(dtype|scalar type)|mat1 and mat2 .*dtype|Found dtype|.*must have the same dtype",
            DTYPES,
        ),
        (r"Index put requires the source and destination dtypes|result type .* can't be cast", DTYPES),
        (r"Torch not compiled with CUDA|No CUDA GPUs|Found no NVIDIA|Attempting to deserialize object on a CUDA", CUDA),
        (r"Expected all tensors to be on the same device", "two tensors are on different devices"),
        (
            r"a (leaf Variable|view of a leaf Variable) that requires grad",
            "a tensor that requires a gradient is modified in place",
        ),
        (r"one of the variables needed for gradient", "a tensor that the gradient needs was modified in place"),
        (
            r"element \d+ of tensors does not require grad",
            "a tensor has no gradient: it was detached, or the graph was not recorded",
        ),
        (r"One of the differentiated Tensors", "a tensor does not require a gradient, or was not used"),
        (r"Trying to backward through the graph a second", "the same graph is backpropagated through twice"),
        (r"grad can be implicitly created only for scalar", "backward needs a tensor with a single element"),
        (
            r"Can't call numpy\(\) on Tensor that requires grad",
            "use .detach() before .numpy() on a tensor with a gradient",
        ),
        (r"Boolean value of Tensor with more than one", "a tensor with several elements is used as a condition"),
        (
            r"a Tensor with \d+ elements cannot be converted",
            "a tensor with several elements is used where a single number is required",
        ),
        (r"normal expects all elements of std|normal expects std", "a standard deviation is negative"),
        (r"Module \[\w+\] is missing the required .forward", "the module has no method forward"),
        (r"Inference tensors cannot be", "a tensor made in inference mode is used where a gradient is needed"),
    ),
    *_of("ModuleNotFoundError", (r"No module named '(?P<module>\w+)'", "{module} is not installed here")),
    *_of("ImportError", (r"cannot import name '(?P<name>\w+)'", "{name} cannot be imported")),
    *_of("FileNotFoundError", ("", "there is no such file")),
    *_of("RecursionError", ("", "the recursion is too deep")),
    *_of("MemoryError OutOfMemoryError _ArrayMemoryError", ("", "it needs more memory than is available")),
    *_of("OverflowError", ("", "a number is too large")),
]
