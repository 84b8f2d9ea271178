"""The offer of a territory for the public, and a sheet for each structure to send to its partners."""

from wtc_eco.render.catalogue.page import catalogue_html
from wtc_eco.render.catalogue.places import Contact, Place, places
from wtc_eco.render.catalogue.sheet import sheets_html

__all__ = ["Contact", "Place", "catalogue_html", "places", "sheets_html"]
