"""Well-known messages of Python, numpy and torch, in words that hold nothing a student's code could have chosen.

Of each: the error's types, how its text begins, and what is said instead. A `{slot}` is a group of the pattern: an
identifier that is shown where it stands in the student's own line, else the general word for it.
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
    "other": "another object",  # the same
}


@dataclass(frozen=True, slots=True)
class Template:
    """One well-known message."""

    types: tuple[str, ...]
    pattern: re.Pattern[str]
    words: str


def _of(types: str, *pairs: tuple[str, str]) -> list[Template]:
    return [Template(tuple(types.split()), re.compile(pattern), words) for pattern, words in pairs]


TORCH = "RuntimeError TypeError ValueError IndexError NotImplementedError AssertionError"
SHAPES = "the shapes of two arrays do not fit each other"
DTYPES = "two tensors are of different types of numbers, such as float32 and float64"
CUDA = "there is no CUDA device here, and code must run without one"
TEMPLATES = [
    *_of("NameError", (r"name '(?P<name>\w+)' is not defined", "{name} is not defined")),
    *_of(
        "UnboundLocalError",
        (r"cannot access local variable '(?P<name>\w+)'", "{name} is used in a function before it has a value there"),
    ),
    *_of(
        "AttributeError",
        (r"'NoneType' object has no attribute '(?P<attribute>\w+)'", "None has no {attribute}"),
        (r"module '(?P<module>[\w.]+)' has no attribute '(?P<attribute>\w+)'", "{module} has no {attribute}"),
        (r"'(?P<type>[\w.]+)' object has no attribute '(?P<attribute>\w+)'", "{type} has no {attribute}"),
        (r"cannot assign (module|parameter)s? before Module", "super().__init__() is not called first"),
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
            "{function} is called with {argument} by name; is its first line as it was given out?",
        ),
        (
            r"(?P<function>[\w.<>]+)\(\) got multiple values for argument '(?P<argument>\w+)'",
            "{argument} is given twice",
        ),
        (r"'(?P<type>[\w.]+)' object is not callable", "{type} is called, and is no function"),
        (r"'(?P<type>[\w.]+)' object is not (subscriptable|iterable)", "{type} has no elements to take"),
        (r"'(?P<type>[\w.]+)' object does not support item assignment", "no element of {type} can be set"),
        (r"cannot unpack non-iterable (?P<type>[\w.]+) object", "{type} cannot be taken apart into several names"),
        (
            r"unsupported operand type\(s\) for .+: '(?P<type>[\w.]+)' and '(?P<other>[\w.]+)'",
            "an operation between {type} and {other} is not possible",
        ),
        (r"bad operand type for .+: '(?P<type>[\w.]+)'", "an operation on {type} is not possible"),
        (r"can't multiply sequence by non-int", "a list or text is multiplied by what is no whole number"),
        (r"'(?P<type>[\w.]+)' object cannot be interpreted as an integer", "{type} stands where a whole number must"),
        (r"only .* can be converted to (a|Python) scalar|only length-1 arrays", "an array stands where a number must"),
        (r"only integer scalar arrays can be converted to a scalar index", "an array stands where a whole number must"),
        (r"(.*argument '\w+' .*)?must be Tensor,? not (?P<type>[\w.]+)", "{type} stands where a tensor must"),
        (r"expected Tensor as element \d+ in argument \d+, but got (?P<type>\w+)", "{type} is in a list of tensors"),
        (r"must be real number, not (?P<type>\w+)", "{type} stands where a number must"),
        (r"can't convert cuda", "a tensor on a CUDA device must be brought to the CPU first, with .cpu()"),
        (r"object of type '(?P<type>[\w.]+)' has no len", "{type} has no length"),
        (r"len\(\) of (unsized object|a 0-d tensor)|iteration over a 0-d", "an array without axes has no elements"),
        (r"\w+\(\) received an invalid combination of arguments", "a function of torch does not take such values"),
        (r"loop of ufunc does not support|ufunc '\w+' not supported", "numpy cannot compute with objects of this kind"),
        (r"conversion from \w+ to Decimal|float\(\) argument must be", "what is no number is made into one"),
    ),
    *_of("ZeroDivisionError", ("", "something is divided by zero")),
    *_of(
        "IndexError",
        (r"(list|tuple|string)( assignment)? index out of range", "an index is beyond the end"),
        (r"index -?\d+ is out of bounds", "an index is beyond the end of its axis"),
        (r"too many indices", "there are more indices than the array has axes"),
        (r"(D|d)imension (specified as )?.*out of range|Dimension out of range", "the array has no such axis"),
        (r"only integers, slices|tensors used as indices", "what is no whole number is used as an index"),
    ),
    *_of("AxisError", ("", "the array has no such axis")),
    *_of("KeyError", (r"'(?P<key>\w+)'$", "there is no {key} in it"), ("", "there is no such key in it")),
    *_of(
        "ValueError",
        (r"operands could not be broadcast|could not broadcast|shapes .* not aligned|matmul: |solve: ", SHAPES),
        (r"all the input array|axes don't match|einstein sum|operand.* mismatch in its core dim", SHAPES),
        (r"cannot reshape array", "an array cannot be given a shape of another number of elements"),
        (r"setting an array element with a sequence", "an element of an array is set to several numbers"),
        (r"(not enough|too many) values to unpack", "something is taken apart into another number of names"),
        (r"The truth value of an array", "an array of several numbers is used as a condition"),
        (r"could not convert string to float|invalid literal for int", "a text is no number"),
        (r"can only convert an array of size 1", "an array of several numbers stands where a number must"),
        (
            r"math domain error|expected a (positive|nonnegative) input",
            "a function is asked for what it has no value for",
        ),
        (r"scale < 0|negative dimensions are not allowed", "what must not be negative is"),
        (r"Expected more than 1 value per channel", "batch normalisation needs more than one sample"),
        (r"optimizer got an empty parameter list", "a network without parameters is trained"),
        (r"only one element tensors can be converted", "a tensor of several numbers stands where a number must"),
    ),
    *_of("LinAlgError", ("Singular matrix", "a matrix has no inverse"), ("", "a matrix has a shape that does not fit")),
    *_of(
        TORCH,
        (r"mat1 and mat2 shapes|size mismatch|The size of tensor a", SHAPES),
        (r"Sizes of tensors must match|stack expects each tensor|Tensors must have same number|shape mismatch", SHAPES),
        (r"shape '.*' is invalid for input|view size is not compatible", "a tensor cannot be given such a shape"),
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
            "a tensor that requires a gradient is changed in place",
        ),
        (r"one of the variables needed for gradient", "a tensor that the gradient needs was changed in place"),
        (
            r"element \d+ of tensors does not require grad",
            "no gradient can flow: the graph was detached or not recorded",
        ),
        (r"One of the differentiated Tensors", "a tensor does not require a gradient, or was not used"),
        (r"Trying to backward through the graph a second", "the same graph is differentiated twice"),
        (r"grad can be implicitly created only for scalar", "only a tensor with one number can be differentiated"),
        (
            r"Can't call numpy\(\) on Tensor that requires grad",
            "use .detach() before .numpy() on a tensor with a gradient",
        ),
        (r"Boolean value of Tensor with more than one", "a tensor of several numbers is used as a condition"),
        (r"a Tensor with \d+ elements cannot be converted", "a tensor of several numbers stands where a number must"),
        (r"normal expects all elements of std|normal expects std", "a standard deviation is negative"),
        (r"Module \[\w+\] is missing the required .forward", "the network has no function forward"),
        (r"Inference tensors cannot be", "a tensor made in inference mode is used where a gradient is needed"),
    ),
    *_of("ModuleNotFoundError", (r"No module named '(?P<module>\w+)'", "{module} is not installed here")),
    *_of("ImportError", (r"cannot import name '(?P<name>\w+)'", "{name} cannot be imported")),
    *_of("FileNotFoundError", ("", "there is no such file")),
    *_of("RecursionError", ("", "functions call each other without an end")),
    *_of("MemoryError OutOfMemoryError _ArrayMemoryError", ("", "it needs more memory than there is")),
    *_of("OverflowError", ("", "a number is too large")),
]
