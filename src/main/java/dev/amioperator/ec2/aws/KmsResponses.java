package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.KmsKeyAccess;
import java.util.Optional;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** Maps KMS's responses about keys and grants. */
final class KmsResponses {
  private KmsResponses() {}

  static KmsKeyAccess.Grant grant(GrantListEntry grant) {
    return new KmsKeyAccess.Grant(
        Responses.text(grant.grantId()),
        Responses.text(grant.name()),
        Responses.text(grant.granteePrincipal()),
        grant.operationsAsStrings(),
        grant.constraints() != null,
        Optional.ofNullable(grant.creationDate()));
  }

  static KmsKey key(KeyMetadata key) {
    return new KmsKey(
        key.arn(),
        Responses.text(key.keyStateAsString()),
        key.keyManager() == KeyManagerType.AWS,
        Boolean.TRUE.equals(key.multiRegion()));
  }
}
