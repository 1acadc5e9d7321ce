package dev.amioperator.observer;

import dev.amioperator.ec2.BuilderWrites;
import dev.amioperator.ec2.Place;

/** Writes about builders that the observer knows of. */
record ObservedBuilderWrites(BuilderWrites writes, Marking marking) implements BuilderWrites {
  @Override
  public void launch(Place place, String owner, Launch request) {
    marking.of(place, owner, () -> writes.launch(place, owner, request));
  }

  @Override
  public void terminate(Place place, String owner, String instanceId) {
    marking.of(place, owner, () -> writes.terminate(place, owner, instanceId));
  }

  @Override
  public void cancelSpotRequest(Place place, String owner, String requestId) {
    marking.of(place, owner, () -> writes.cancelSpotRequest(place, owner, requestId));
  }
}
