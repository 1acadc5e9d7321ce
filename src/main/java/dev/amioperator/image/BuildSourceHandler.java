package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.ec2.AwsAction;
import java.util.Optional;

/** {@code source.build}: an image of a build instance, step by step; see {@link BuildPlanner}. */
record BuildSourceHandler(BuildSource source) implements SourceHandler {
  @Override
  public Optional<AwsAction> createAction(DesiredImage desired) {
    return Optional.empty();
  }

  @Override
  public String contentDescription() {
    return "The base and what the user data fetches";
  }

  @Override
  public Optional<BuildSource> build() {
    return Optional.of(source);
  }
}
