package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstanceWrites;

/** Writes about builders that the observer knows of. */
record InvalidatingBuildInstanceWrites(
    BuildInstanceWrites writes, InvalidatingWriter invalidatingWriter)
    implements BuildInstanceWrites {
  @Override
  public void launch(AccountRegion accountRegion, String owner, LaunchRequest request) {
    invalidatingWriter.execute(
        accountRegion, owner, () -> writes.launch(accountRegion, owner, request));
  }

  @Override
  public void terminate(AccountRegion accountRegion, String owner, String instanceId) {
    invalidatingWriter.execute(
        accountRegion, owner, () -> writes.terminate(accountRegion, owner, instanceId));
  }

  @Override
  public void cancelSpotRequest(AccountRegion accountRegion, String owner, String requestId) {
    invalidatingWriter.execute(
        accountRegion, owner, () -> writes.cancelSpotRequest(accountRegion, owner, requestId));
  }
}
