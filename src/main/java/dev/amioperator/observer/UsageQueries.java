package dev.amioperator.observer;

import dev.amioperator.ec2.ListedResourceType;
import java.util.EnumMap;
import java.util.Map;

/** Queries about the AWS resources that name images, listed by region. */
public final class UsageQueries {
  private static final Map<ListedResourceType, QueryType<ReferencedImages>> LISTINGS =
      new EnumMap<>(ListedResourceType.class);

  static {
    for (ListedResourceType type : ListedResourceType.values()) {
      LISTINGS.put(
          type,
          QueryType.listing(
              type.plural() + " in",
              (reads, token) -> reads.ec2().resourcesWithImages(reads.accountRegion(), type, token),
              ReferencedImages::of));
    }
  }

  private UsageQueries() {}

  /** The images that the resources of a type in a region name: all pages, whatever the image. */
  public static Query<ReferencedImages> listed(ListedResourceType type) {
    return Query.ofRegion(LISTINGS.get(type));
  }
}
