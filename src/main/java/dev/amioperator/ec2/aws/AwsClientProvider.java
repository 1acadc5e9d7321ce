package dev.amioperator.ec2.aws;

import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Where the SDK's clients come from: AWS, or a simulator in the same process. */
public interface AwsClientProvider {
  /**
   * The client for one region. It is shared: the caller does not close it.
   *
   * @param account the name of the AwsAccount whose credentials are used
   */
  Ec2Client ec2(String account, String region);

  /** The client for the keys of one region. Shared as well. */
  KmsClient kms(String account, String region);

  /** The client of SSM's Parameter Store for one region. Shared as well. */
  SsmClient ssm(String account, String region);

  /** The client that says who the credentials of an account are. Shared as well. */
  StsClient sts(String account);
}
