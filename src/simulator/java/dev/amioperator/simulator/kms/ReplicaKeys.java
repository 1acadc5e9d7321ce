package dev.amioperator.simulator.kms;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.KmsKey;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.Region;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.kms.model.ReplicateKeyRequest;
import software.amazon.awssdk.services.kms.model.ReplicateKeyResponse;

/** Replicas of multi-Region KMS keys. */
public final class ReplicaKeys {

  /**
   * ReplicateKey, called in the region of the primary. The replica has the same id, and a policy,
   * aliases, grants and a state of its own.
   *
   * @throws ApiError {@code NotFoundException}, {@code UnsupportedOperationException}, {@code
   *     AlreadyExistsException}, {@code ValidationException}
   */
  public ReplicateKeyResponse replicate(Call call, ReplicateKeyRequest request) {
    KmsKey primary = KeyActions.own(call, request.keyId());
    if (!primary.primary()) {
      throw new ApiError(
          "UnsupportedOperationException", primary.arn() + " is not a multi-Region primary key.");
    }
    Region destination = destination(call, request.replicaRegion());
    if (destination.kmsKeys().find(primary.ownerId(), primary.id()).isPresent()) {
      throw new ApiError(
          "AlreadyExistsException",
          primary.id() + " already exists in " + destination.name() + ".");
    }
    Set<String> trusted =
        request.policy() == null ? Set.of() : KeyPolicy.trustedAccounts(request.policy());
    KmsKey replica = destination.kmsKeys().createReplica(primary, call.now());
    replica.policy(request.policy(), trusted);
    replica.description(Objects.requireNonNullElse(request.description(), ""));
    return ReplicateKeyResponse.builder()
        .replicaKeyMetadata(KeyViews.show(call, replica))
        .replicaPolicy(KeyActions.policyOf(replica))
        .build();
  }

  private static Region destination(Call call, String name) {
    return call.cloudState()
        .region(Objects.requireNonNullElse(name, ""))
        .filter(region -> Partition.of(region.name()).equals(Partition.of(call.region().name())))
        .orElseThrow(() -> new ApiError("ValidationException", "Unknown replicaRegion " + name));
  }
}
