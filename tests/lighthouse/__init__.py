"""`make lighthouse`: Lighthouse's four scores of the portal as production serves it.

`settings` is production with folders of its own, `wsgi` what a web server in front does, and
`__main__` fills a portal, starts it and measures.
"""
