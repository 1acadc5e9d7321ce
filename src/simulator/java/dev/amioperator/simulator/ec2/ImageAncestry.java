package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Image;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.GetImageAncestryRequest;
import software.amazon.awssdk.services.ec2.model.GetImageAncestryResponse;
import software.amazon.awssdk.services.ec2.model.ImageAncestryEntry;

/** GetImageAncestry. */
public final class ImageAncestry {

  /** GetImageAncestry: from the image to its root, including deregistered ancestors. */
  public GetImageAncestryResponse ancestry(Call call, GetImageAncestryRequest request) {
    Image image = ResourceLookup.image(call, call.region(), request.imageId());
    List<ImageAncestryEntry> entries = new ArrayList<>();
    while (image != null) {
      Image.Origin origin = image.origin();
      entries.add(
          ImageAncestryEntry.builder()
              .imageId(image.id())
              .creationDate(image.created())
              .imageOwnerAlias(origin.ownerAlias())
              .sourceImageId(origin.sourceImageId())
              .sourceImageRegion(origin.sourceImageRegion())
              .build());
      image = parent(call, origin);
    }
    return GetImageAncestryResponse.builder().imageAncestryEntries(entries).build();
  }

  private static Image parent(Call call, Image.Origin origin) {
    if (origin.sourceImageId() == null || origin.sourceImageRegion() == null) {
      return null;
    }
    return call.cloudState()
        .region(origin.sourceImageRegion())
        .flatMap(region -> region.findImageEverRegistered(origin.sourceImageId()))
        .orElse(null);
  }
}
