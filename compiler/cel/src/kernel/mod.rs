//! What the libraries compute, free of CEL's values: each file is one domain (quantities, addresses, versions…) over
//! plain text and numbers.
