/// Every filter that a chain may name.
package enum FilterCatalogue {}
