//! html and text/template escaping: HTML, JavaScript, URL query.
