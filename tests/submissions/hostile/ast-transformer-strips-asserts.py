"""Strip every assertion and every check from later cells with an AST transformer: full marks in a shared kernel.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
import ast


class NoChecks(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)

    def visit_Call(self, node):
        if getattr(node.func, "id", "") == "check":
            return ast.copy_location(ast.Constant(None), node)
        return self.generic_visit(node)


get_ipython().ast_transformers.append(NoChecks())
