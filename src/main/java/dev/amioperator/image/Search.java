package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.ImageLookup;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.Observer;
import dev.amioperator.ec2.Place;
import dev.amioperator.lifecycle.Asking;
import dev.amioperator.lifecycle.Freshness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks for the image that an existing one is found by. */
final class Search {
  private final Observer observer;
  private final Place place;
  private final String owner;
  private final Freshness freshness;
  private final Asking asking;

  Search(Observer observer, Place place, String owner, Freshness freshness, Asking asking) {
    this.observer = observer;
    this.place = place;
    this.owner = owner;
    this.freshness = freshness;
    this.asking = asking;
  }

  /**
   * What is found.
   *
   * @throws Asking.NotYet when EC2 or SSM is still being asked, or could not be
   */
  Finding find(ImageSource.Existing existing) {
    return existing.lookup() != null
        ? newest(existing.lookup())
        : parameter(existing.ssmParameter());
  }

  private Finding newest(ImageLookup lookup) {
    var candidates =
        asking.value(observer.search(place, owner, of(lookup), freshness.ofSearches()));
    return Finding.newest(candidates, freshness.now())
        .map(this::look)
        .orElseGet(
            () ->
                Finding.nothing(
                    "no available image that is not deprecated matches source.existing.lookup"));
  }

  private Finding parameter(String name) {
    Optional<String> value =
        asking.value(observer.parameter(place, owner, name, freshness.ofSearches()));
    return Finding.imageId(value)
        .map(this::look)
        .orElseGet(
            () ->
                Finding.nothing(
                    value.isEmpty()
                        ? "there is no SSM parameter %s in this region".formatted(name)
                        : "the value of the SSM parameter %s is not the id of an image"
                            .formatted(name)));
  }

  private Finding look(String id) {
    return Finding.named(id, asking.value(observer.image(place, owner, id, freshness.ofImages())));
  }

  /** The lookup in EC2's words. */
  static ImageSearch of(ImageLookup lookup) {
    Map<String, List<String>> filters = new TreeMap<>();
    if (lookup.filters() != null) {
      lookup.filters().forEach(filter -> filters.put(filter.name(), filter.values()));
    }
    if (lookup.name() != null) {
      filters.put("name", List.of(lookup.name()));
    }
    if (lookup.architecture() != null) {
      filters.put("architecture", List.of(lookup.architecture().word()));
    }
    return new ImageSearch(lookup.owners(), filters);
  }
}
