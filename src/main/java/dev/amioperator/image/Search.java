package dev.amioperator.image;

import dev.amioperator.account.AccountGate;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.ImageLookup;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.reconcile.Asking;
import dev.amioperator.reconcile.Inquiry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Asks for the image that a lookup, a parameter or another object names. */
final class Search {
  private final Inquiry inquiry;

  Search(Inquiry inquiry) {
    this.inquiry = inquiry;
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

  /**
   * The image that a builder is launched from.
   *
   * @param sibling the AmiImage of a name in the same namespace
   * @throws Asking.NotYet when EC2 or SSM is still being asked, or could not be
   */
  Finding base(BuildSource.Base base, Function<String, Optional<AmiImage>> sibling) {
    if (base.lookup() != null) {
      return newest(base.lookup());
    }
    if (base.ssmParameter() != null) {
      return parameter(base.ssmParameter());
    }
    return base.imageId() != null
        ? look(base.imageId())
        : madeBy(base.imageRef(), sibling.apply(base.imageRef()));
  }

  private Finding madeBy(String name, Optional<AmiImage> sibling) {
    if (sibling.isEmpty()) {
      return Finding.nothing("there is no AmiImage %s in this namespace".formatted(name));
    }
    AmiImageSpec spec = sibling.get().getSpec();
    if (!inquiry.place().region().equals(spec.region())
        || !inquiry.place().account().equals(AccountGate.nameOf(spec.accountRef()))) {
      return Finding.nothing(
          "AmiImage %s is in another region or account; make an AmiCopy of it, and name the copy by"
                  .formatted(name)
              + " imageId or ssmParameter");
    }
    return Optional.ofNullable(sibling.get().getStatus())
        .map(AmiImageStatus::imageId)
        .map(this::look)
        .orElseGet(() -> Finding.nothing("AmiImage %s has no image yet".formatted(name)));
  }

  private Finding newest(ImageLookup lookup) {
    return Finding.newest(inquiry.search(of(lookup)), inquiry.now())
        .map(this::look)
        .orElseGet(
            () -> Finding.nothing("no available image that is not deprecated matches the lookup"));
  }

  private Finding parameter(String name) {
    Optional<String> value = inquiry.parameter(name);
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
    return Finding.named(id, inquiry.image(id));
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
