"""What the third convolution notebook asks: reasoning about what the layer assumes, by construction and prediction."""

from __future__ import annotations

from autograder.exercises.model import Exercise, Form, example

FIELD, STEP, MOST_LAYERS, LARGEST = 21, 6, 4, 7  # pixels seen, pixels to a place, layers, and a filter's size or stride
MOSAIC = {"first": (12, 12), "second": (12, 12)}
TURNED = {"indifferent": (3, 3), "particular": (3, 3)}
OPTIONS = Form("options", ("a", "b", "c", "d", "e"))
NOTEBOOK = "conv2d_reasoning"

EXERCISES: tuple[Exercise, ...] = (
    Exercise("predict_brighter", "predict", NOTEBOOK, "A brighter picture", 1, 3, "brighter", form=Form("number")),
    Exercise("edge_filter", "construct", NOTEBOOK, "Blind to brightness", 2, 8, form=Form("array", shape=(3, 3))),
    Exercise("turned_filters", "construct", NOTEBOOK, "A quarter turn", 2, 10, form=Form("arrays", fields=TURNED)),
    Exercise("choose_turned", "choose", NOTEBOOK, "Any way up", 2, 5, "any_way_up", form=OPTIONS),
    Exercise("predict_touched_places", "predict", NOTEBOOK, "One pixel, two layers", 2, 6, "touched_places",
             form=Form("shape")),
    Exercise("predict_touched_corner", "predict", NOTEBOOK, "A pixel in the corner", 2, 3, "touched_corner",
             form=Form("integer")),
    Exercise("predict_two_small", "predict", NOTEBOOK, "Two small or one large", 1, 4, "two_small",
             form=Form("integer")),
    Exercise("merged", "construct", NOTEBOOK, "Two filters in one", 3, 20,
             form=Form("function", shape=(5, 5), example=example(first=(3, 3), second=(3, 3)))),
    Exercise("choose_stack", "choose", NOTEBOOK, "What a stack can do", 2, 6, "stack_claims", form=OPTIONS),
    Exercise("predict_separable", "predict", NOTEBOOK, "A column and a row", 2, 4, "separable", form=Form("integer")),
    Exercise("predict_field", "predict", NOTEBOOK, "How far three layers see", 2, 5, "field", form=Form("integer")),
    Exercise("see_and_step", "construct", NOTEBOOK, "See 21, step 6", 3, 15, form=Form("array", shape=(None, 2))),
    Exercise("choose_free", "choose", NOTEBOOK, "As many weights as before", 1, 3, "as_many", form=OPTIONS),
    Exercise("wrap", "construct", NOTEBOOK, "A picture without a border", 3, 15,
             form=Form("function", shape=(5, 8), example=example(picture=(4, 6), height=2, width=3))),
    Exercise("choose_pooled", "choose", NOTEBOOK, "What pooling throws away", 2, 5, "pooled", form=OPTIONS),
    Exercise("predict_head", "predict", NOTEBOOK, "Weights behind the maps", 2, 5, "head_weights", form=Form("shape")),
    Exercise("mosaic", "construct", NOTEBOOK, "The same parts, another picture", 3, 15,
             form=Form("arrays", fields=MOSAIC)),
    Exercise("choose_parts", "choose", NOTEBOOK, "Eyes where the mouth was", 2, 5, "parts", form=OPTIONS),
)  # fmt: skip
