r"""The notebook went through Colab, which adds metadata of its own.

threat: accident
expect: nothing
tamper: describe "{\"colab\": {\"provenance\": [], \"toc_visible\": true}, \"accelerator\": \"GPU\"}"
tamper: describe_cells "{\"id\": \"vX2p\", \"outputId\": \"6f\", \"colab\": {\"base_uri\": \"https://localhost:8080/\"}}"
"""
