"""The body as joints, flesh and strokes, drawn in characters. Faces draw with it."""
