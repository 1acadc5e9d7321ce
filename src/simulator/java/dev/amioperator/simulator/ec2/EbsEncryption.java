package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.KmsKey;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.RegionSettings;
import dev.amioperator.simulator.state.Snapshot;
import software.amazon.awssdk.services.ec2.model.DisableEbsEncryptionByDefaultRequest;
import software.amazon.awssdk.services.ec2.model.DisableEbsEncryptionByDefaultResponse;
import software.amazon.awssdk.services.ec2.model.EnableEbsEncryptionByDefaultRequest;
import software.amazon.awssdk.services.ec2.model.EnableEbsEncryptionByDefaultResponse;
import software.amazon.awssdk.services.ec2.model.GetEbsDefaultKmsKeyIdRequest;
import software.amazon.awssdk.services.ec2.model.GetEbsDefaultKmsKeyIdResponse;
import software.amazon.awssdk.services.ec2.model.GetEbsEncryptionByDefaultRequest;
import software.amazon.awssdk.services.ec2.model.GetEbsEncryptionByDefaultResponse;
import software.amazon.awssdk.services.ec2.model.ModifyEbsDefaultKmsKeyIdRequest;
import software.amazon.awssdk.services.ec2.model.ModifyEbsDefaultKmsKeyIdResponse;
import software.amazon.awssdk.services.ec2.model.ResetEbsDefaultKmsKeyIdRequest;
import software.amazon.awssdk.services.ec2.model.ResetEbsDefaultKmsKeyIdResponse;

/** Encryption of EBS: by default or by key, and its effect on sharing. */
public final class EbsEncryption {
  /** Failure of a snapshot copy without access to a key (EBS user guide, copy a snapshot). */
  static final AsyncOperation.Failure NO_ACCESS =
      new AsyncOperation.Failure("Client.InvalidKMSKey", "Given key ID is not accessible");

  /**
   * Encryption of a new snapshot.
   *
   * @param failure failure of the snapshot, as EC2 checks keys later; null for success
   */
  record EncryptionDecision(Snapshot.Encryption encryption, AsyncOperation.Failure failure) {}

  /**
   * Decides the encryption of a snapshot copy or import.
   *
   * @param source current encryption; null for imported disks
   * @param sourceRegion region of the source
   * @param keyId key in the request; null for the default key
   */
  static EncryptionDecision decide(
      Call call, Snapshot.Encryption source, Region sourceRegion, boolean asked, String keyId) {
    boolean wasEncrypted = source != null && source.encrypted();
    AsyncOperation.Failure failure =
        wasEncrypted && !accessible(call, sourceRegion, source.kmsKeyArn()) ? NO_ACCESS : null;
    if (!asked && !wasEncrypted && !settings(call).encryptionByDefault()) {
      return new EncryptionDecision(Snapshot.Encryption.NONE, failure);
    }
    KmsKey key =
        keyId == null
            ? defaultKey(call)
            : call.region().kmsKeys().find(call.accountId(), keyId).orElse(null);
    boolean usable = key != null && KeyAccess.mayUse(call, key);
    return new EncryptionDecision(
        new Snapshot.Encryption(true, key == null ? keyId : key.arn()),
        usable ? failure : NO_ACCESS);
  }

  /** Whether the caller may use a KMS key; keys without a seed are public. */
  static boolean accessible(Call call, Region region, String keyArn) {
    return region
        .kmsKeys()
        .find(call.accountId(), keyArn)
        .map(key -> KeyAccess.mayUse(call, key))
        .orElse(true);
  }

  /** Whether a snapshot has an AWS managed KMS key, which other accounts cannot use. */
  static boolean usesAwsManagedKey(Region region, Snapshot snapshot) {
    return snapshot.encryption().encrypted()
        && region
            .kmsKeys()
            .find(snapshot.ownerId(), snapshot.encryption().kmsKeyArn())
            .filter(KmsKey::awsManaged)
            .isPresent();
  }

  /** GetEbsEncryptionByDefault. */
  public GetEbsEncryptionByDefaultResponse getByDefault(
      Call call, GetEbsEncryptionByDefaultRequest request) {
    return GetEbsEncryptionByDefaultResponse.builder()
        .ebsEncryptionByDefault(settings(call).encryptionByDefault())
        .build();
  }

  /** EnableEbsEncryptionByDefault. */
  public EnableEbsEncryptionByDefaultResponse enable(
      Call call, EnableEbsEncryptionByDefaultRequest request) {
    call.checkDryRun();
    settings(call).encryptionByDefault(true);
    return EnableEbsEncryptionByDefaultResponse.builder().ebsEncryptionByDefault(true).build();
  }

  /** DisableEbsEncryptionByDefault. */
  public DisableEbsEncryptionByDefaultResponse disable(
      Call call, DisableEbsEncryptionByDefaultRequest request) {
    call.checkDryRun();
    settings(call).encryptionByDefault(false);
    return DisableEbsEncryptionByDefaultResponse.builder().ebsEncryptionByDefault(false).build();
  }

  /** GetEbsDefaultKmsKeyId. */
  public GetEbsDefaultKmsKeyIdResponse defaultKey(Call call, GetEbsDefaultKmsKeyIdRequest request) {
    String custom = settings(call).defaultKeyArn();
    return GetEbsDefaultKmsKeyIdResponse.builder()
        .kmsKeyId(custom == null ? "alias/aws/ebs" : custom)
        .build();
  }

  /**
   * ModifyEbsDefaultKmsKeyId.
   *
   * @throws ApiError {@code InvalidParameterValue} for a key the caller cannot use
   */
  public ModifyEbsDefaultKmsKeyIdResponse modifyDefaultKey(
      Call call, ModifyEbsDefaultKmsKeyIdRequest request) {
    if (request.kmsKeyId() == null) {
      throw Ec2Errors.missingParameter("KmsKeyId");
    }
    KmsKey key =
        call.region()
            .kmsKeys()
            .find(call.accountId(), request.kmsKeyId())
            .filter(found -> KeyAccess.mayUse(call, found))
            .orElseThrow(
                () -> Ec2Errors.invalidValue(request.kmsKeyId(), "KmsKeyId", NO_ACCESS.message()));
    call.checkDryRun();
    settings(call).defaultKeyArn(key.arn());
    return ModifyEbsDefaultKmsKeyIdResponse.builder().kmsKeyId(key.arn()).build();
  }

  /** ResetEbsDefaultKmsKeyId: returns to the AWS managed key. */
  public ResetEbsDefaultKmsKeyIdResponse resetDefaultKey(
      Call call, ResetEbsDefaultKmsKeyIdRequest request) {
    call.checkDryRun();
    settings(call).defaultKeyArn(null);
    return ResetEbsDefaultKmsKeyIdResponse.builder().kmsKeyId("alias/aws/ebs").build();
  }

  private static KmsKey defaultKey(Call call) {
    String custom = settings(call).defaultKeyArn();
    return custom == null
        ? call.region().kmsKeys().defaultEbsKey(call.accountId(), call.now())
        : call.region().kmsKeys().find(call.accountId(), custom).orElseThrow();
  }

  private static RegionSettings settings(Call call) {
    return call.region().settings(call.accountId());
  }
}
