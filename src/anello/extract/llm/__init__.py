"""The model seam: a language model proposes claims, the text disposes.

In: an article, an OpenAI-compatible endpoint that the user names (docs/llm.md). Out: an `Extraction`. Promise: nothing
here touches the network unless the user asks for this extractor; only passages that triage selects leave the machine;
a claim is kept only if its evidence, numbers and names stand in the article, whatever the model or the article says.
"""
