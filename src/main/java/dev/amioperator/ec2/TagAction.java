package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** An EC2 action on tags of images and snapshots; an unknown id fails with {@code NOT_FOUND}. */
public sealed interface TagAction extends Ec2Action {
  /** Ids of the images and snapshots. */
  List<String> ids();

  @Override
  default String resource() {
    return String.join(", ", ids());
  }

  /** CreateTags: adds tags to the resources, or overwrites them; at most 50 on a resource. */
  record CreateTags(List<String> ids, Map<String, String> tags) implements TagAction {}

  /** DeleteTags: removes tags from the resources, whatever their values. */
  record DeleteTags(List<String> ids, Set<String> keys) implements TagAction {}
}
