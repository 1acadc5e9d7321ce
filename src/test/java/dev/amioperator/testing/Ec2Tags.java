package dev.amioperator.testing;

import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Tags of EC2 resources as a user or another program changes them. */
public final class Ec2Tags {
  private Ec2Tags() {}

  /** Gives resources these tags and removes all others. */
  public static void replace(Ec2Client ec2, Map<String, String> tags, String... ids) {
    ec2.deleteTags(r -> r.resources(ids));
    if (!tags.isEmpty()) {
      add(ec2, tags, ids);
    }
  }

  /** Adds tags to resources, or overwrites their values. */
  public static void add(Ec2Client ec2, Map<String, String> tags, String... ids) {
    ec2.createTags(
        r ->
            r.resources(ids)
                .tags(
                    tags.entrySet().stream()
                        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                        .toList()));
  }
}
