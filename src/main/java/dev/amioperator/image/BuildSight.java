package dev.amioperator.image;

import dev.amioperator.ec2.Builder;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Optional;

/**
 * What was seen of the build of an AmiImage.
 *
 * @param builders the object's, those terminated within the hour included
 * @param console what the present one wrote; asked for once it has shut down, or should have
 * @param inputs what another one would be launched with; asked for only when one may be
 */
record BuildSight(List<Builder> builders, Optional<String> console, Optional<LaunchInputs> inputs) {

  /** The builders alone: nothing else was asked. */
  static BuildSight of(List<Builder> builders) {
    return new BuildSight(builders, Optional.empty(), Optional.empty());
  }

  /** Those of which EC2 still has anything. */
  List<Builder> standing() {
    return builders.stream().filter(Builder::standing).toList();
  }

  /** The builder of a build. */
  Optional<Builder> of(String token) {
    return builders.stream()
        .filter(builder -> token.equals(builder.tags().get(TagKeys.BUILD)))
        .findFirst();
  }
}
