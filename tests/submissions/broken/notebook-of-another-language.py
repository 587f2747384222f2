r"""The notebook was switched to R, and one answer is written in it.

threat: accident
expect: softmax=ERR
says: `softmax` does not exist
tamper: describe "{\"kernelspec\": {\"name\": \"ir\", \"display_name\": \"R\", \"language\": \"R\"}, \"language_info\": {\"name\": \"R\"}}"
"""
# %% softmax
softmax <- function(z) {
  exp(z) / rowSums(exp(z))
}
