package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Provides SDK clients for AWS, or for a simulator in the same process. */
public interface AwsClientProvider {
  /**
   * The shared EC2 client of a region; the caller does not close it.
   *
   * @param account the name of the AwsAccount whose credentials are used
   */
  Ec2Client ec2(String account, String region);

  /** The shared KMS client of a region. */
  KmsClient kms(String account, String region);

  /** The shared SSM client of a region. */
  SsmClient ssm(String account, String region);

  /** The shared Image Builder client of a region. */
  ImagebuilderClient imageBuilder(String account, String region);

  /** The shared Auto Scaling client of a region. */
  AutoScalingClient autoScaling(String account, String region);

  /** The shared client of a region for the rules of the Recycle Bin. */
  RbinClient rbin(String account, String region);

  /** The shared AWS Batch client of a region. */
  BatchClient batch(String account, String region);

  /** The shared STS client of an account's credentials. */
  StsClient sts(String account);

  /**
   * The access key id that the next AWS call is signed with, after AssumeRole if it is due.
   *
   * @throws Ec2CallException ACCOUNT_UNAVAILABLE: no credentials, or those of another account
   */
  String accessKeyId(AccountRegion region);

  /**
   * Drops the credentials of an AwsAccount that AWS answered are expired.
   *
   * @return whether a repeated call has other credentials
   */
  boolean expired(String account, String accessKeyId);

  /** The number of SDK clients that are open. */
  int openClients();
}
