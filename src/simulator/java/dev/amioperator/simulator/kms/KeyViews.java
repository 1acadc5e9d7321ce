package dev.amioperator.simulator.kms;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.state.KmsKey;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.MultiRegionConfiguration;
import software.amazon.awssdk.services.kms.model.MultiRegionKey;

/** KMS keys as DescribeKey shows them. */
final class KeyViews {
  private KeyViews() {}

  static KeyMetadata show(Call call, KmsKey key) {
    return KeyMetadata.builder()
        .keyId(key.id())
        .arn(key.arn())
        .awsAccountId(key.ownerId())
        .creationDate(key.created())
        .enabled(key.enabled())
        .keyState(key.enabled() ? "Enabled" : "Disabled")
        .keyManager(key.awsManaged() ? "AWS" : "CUSTOMER")
        .description(key.description())
        .keySpec("SYMMETRIC_DEFAULT")
        .customerMasterKeySpec("SYMMETRIC_DEFAULT")
        .encryptionAlgorithmsWithStrings("SYMMETRIC_DEFAULT")
        .keyUsage("ENCRYPT_DECRYPT")
        .origin("AWS_KMS")
        .multiRegion(key.primaryRegion() != null)
        .multiRegionConfiguration(key.primaryRegion() == null ? null : configuration(call, key))
        .build();
  }

  private static MultiRegionConfiguration configuration(Call call, KmsKey key) {
    List<KmsKey> related = related(call, key).toList();
    return MultiRegionConfiguration.builder()
        .multiRegionKeyType(key.primary() ? "PRIMARY" : "REPLICA")
        .primaryKey(
            related.stream().filter(KmsKey::primary).map(KeyViews::entry).findFirst().orElse(null))
        .replicaKeys(related.stream().filter(each -> !each.primary()).map(KeyViews::entry).toList())
        .build();
  }

  private static MultiRegionKey entry(KmsKey key) {
    return MultiRegionKey.builder().arn(key.arn()).region(key.region()).build();
  }

  /** Primary and replicas of a multi-Region key. */
  private static Stream<KmsKey> related(Call call, KmsKey key) {
    return StreamSupport.stream(call.cloudState().regions().spliterator(), false)
        .flatMap(region -> region.kmsKeys().find(key.ownerId(), key.id()).stream());
  }
}
