package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource;
import java.util.Optional;

/** {@code source.build}: CreateImage of a build instance, planned by {@link BuildPlanner}. */
record BuildSourceHandler(BuildSource source) implements SourceHandler {
  @Override
  public String contentDescription() {
    return "The base and what the user data fetches";
  }

  @Override
  public Optional<BuildSource> build() {
    return Optional.of(source);
  }
}
