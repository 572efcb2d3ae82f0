"""Text in, vectors and neighbours out. Knows no report and no question."""

from embeddings.encoder import SentenceEncoder
from embeddings.vectors import NeighbourList, VectorIndex, VectorsError
from embeddings.weights import WEIGHTS, WeightsError

__all__ = ["WEIGHTS", "NeighbourList", "SentenceEncoder", "VectorIndex", "VectorsError", "WeightsError"]
