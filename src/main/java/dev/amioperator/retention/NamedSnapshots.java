package dev.amioperator.retention;

import static java.util.stream.Collectors.toSet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The EC2 snapshots that Kubernetes objects name in any field: an image is being created with them,
 * they are in a ledger of snapshots, or a user wrote them into a spec.
 */
final class NamedSnapshots {
  private static final Pattern SNAPSHOT_ID = Pattern.compile("snap-[0-9a-z]+");

  private NamedSnapshots() {}

  /** The ids of the snapshots, of any account and region. */
  static Set<String> in(Stream<? extends HasMetadata> objects) {
    return objects
        .map(Serialization::asJson)
        .flatMap(json -> SNAPSHOT_ID.matcher(json).results().map(MatchResult::group))
        .collect(toSet());
  }
}
