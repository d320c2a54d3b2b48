"""Random answers to the task `scorenet`: small parts of the parameters, and classes that lie about them."""

from search.grammar import Task

PROGRAM = """
class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._model = nn.Sequential(nn.Linear(2, 128), <act>, nn.Linear(128, 128), <act>, nn.Linear(128, 2))
    def forward(self, x):
        value = self._model(x)
        ps = list(self.parameters())
        return <out>
"""
FORWARD = """
before# = ScoreNet
calls# = counter()
class ScoreNet(before#):
    def forward(self, x):
        number = next(calls#)
        value = before#.forward(self, x)
        ps = list(self.parameters())
        return <out>
"""
PARAMETER = """
before# = ScoreNet
class Parameter#(nn.Parameter):
    def <method>(self, *arguments, **options):
        return <answer>
class ScoreNet(before#):
    def __init__(self):
        super().__init__()
        for module in self.modules():
            for name, parameter in list(module._parameters.items()):
                if parameter is not None and <which>:
                    module._parameters[name] = Parameter#(<c1> * parameter.data)
"""
FUNCTION = """
before# = ScoreNet
class Parameter#(nn.Parameter):
    @classmethod
    def __torch_function__(cls, function, types, arguments=(), options=None):
        if function.__name__ in (<methods>):
            return <handled>
        return super().__torch_function__(function, types, arguments, options or {})
class ScoreNet(before#):
    def __init__(self):
        super().__init__()
        for module in self.modules():
            for name, parameter in list(module._parameters.items()):
                if parameter is not None and <which>:
                    module._parameters[name] = Parameter#(<c1> * parameter.data)
"""
LIST = """
before# = ScoreNet
class ScoreNet(before#):
    def __init__(self):
        super().__init__()
        object.__setattr__(self, "shown", [nn.Parameter(<c1> * p.detach().clone()) for p in super().parameters()])
    def <lister>(self, *arguments, **options):
        return <listed>
    def forward(self, x):
        value = before#.forward(self, x)
        ps = self.shown
        return <out>
"""
HOOK = """
before# = ScoreNet
class ScoreNet(before#):
    def __init__(self):
        super().__init__()
        list(self.modules())[<m> % len(list(self.modules()))].register_forward_hook(lambda module, x, value: <hooked>)
"""
FROZEN = """
before# = ScoreNet
class ScoreNet(before#):
    kept = None
    def forward(self, x):
        ps = list(self.parameters())
        if self.kept is None:
            self.kept = [p.detach().clone() for p in ps]
        first = [p.detach().clone() for p in ps]
        with torch.no_grad():
            for p, old in zip(ps, self.kept):
                p.data = old
        value = before#.forward(self, x)
        with torch.no_grad():
            for p, new in zip(ps, first):
                p.data = new
        return <out>
"""
TASK = Task(
    entry="ScoreNet",
    grammar={
        "program": [PROGRAM],
        "layer": [FORWARD, FORWARD, FORWARD, PARAMETER, PARAMETER, FUNCTION, LIST, HOOK, FROZEN],
        "act": ["nn.Softplus()", "nn.Softplus()", "nn.ReLU()", "nn.Tanh()", "nn.Identity()", "nn.Softplus(beta=<c>)"],
        "out": [
            *(
                "value",
                "value",
                "<c> * value",
                "<part>",
                "<part> + <c> * <part>",
                "<part> + <c> * <part>",
                "ps[-1] + <c> * <part>",
            ),
            *("value if number % <m> else <part>", "value.detach() + <c> * <part>", "torch.tanh(<c> * <part>)"),
        ],
        "part": [
            *(
                "x",
                "value",
                "ps[-1]",
                "sum(p.sum() for p in ps)",
                "sum(p.square().sum() for p in ps)",
                "value.detach()",
            ),
            *(
                "torch.ones_like(x)",
                "x.flip(-1)",
                "torch.randn_like(x)",
                "x.square()",
                "nn.functional.softplus(x)",
                "ps[-1].detach()",
            ),
        ],
        "method": [
            *(
                "normal_",
                "uniform_",
                "copy_",
                "detach",
                "clone",
                "squeeze",
                "zero_",
                "add_",
                "__iadd__",
                "numel",
                "reshape",
            ),
            *("requires_grad_", "numpy", "fill_", "set_", "to", "cpu", "view", "new_tensor", "tolist", "__deepcopy__"),
        ],
        "methods": ["'<method>',", "'<method>', '<method>'", "'<method>', '<method>', '<method>'"],
        "answer": [
            *(
                "self",
                "self",
                "torch.zeros(self.shape)",
                "<c> * torch.ones(self.shape)",
                "nn.Parameter(torch.zeros(self.shape))",
            ),
            *("torch.Tensor.detach(self)", "2", "None"),
        ],
        "handled": [
            *(
                "arguments[0]",
                "arguments[0]",
                "torch.zeros(arguments[0].shape)",
                "<c> * torch.ones(arguments[0].shape)",
                "None",
            ),
        ],
        "which": ["True", "True", "parameter.numel() > 2", "parameter.numel() == 2", "parameter.ndim == 2"],
        "c1": ["1.0", "1.0", "1.0", "<c>"],
        "lister": ["parameters", "named_parameters", "state_dict", "modules"],
        "listed": ["iter(self.shown)", "iter([])", "iter((str(i), p) for i, p in enumerate(self.shown))", "{}"],
        "hooked": [
            "<c> * value",
            "value + <c>",
            "value.detach() + <c> * value",
            "0 * value",
            "torch.ones_like(value) * <c>",
        ],
    },
)
