package dev.amioperator.testing;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedCloud;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** AWS clients of a simulated cloud in this process; every AwsAccount is the same caller. */
public record SimulatedClients(SimulatedCloud cloud, Caller caller) implements AwsClientProvider {
  @Override
  public Ec2Client ec2(String account, String region) {
    return cloud.ec2(caller, region);
  }

  @Override
  public KmsClient kms(String account, String region) {
    return cloud.kms(caller, region);
  }

  @Override
  public SsmClient ssm(String account, String region) {
    return cloud.ssm(caller, region);
  }

  @Override
  public ImagebuilderClient imageBuilder(String account, String region) {
    return cloud.imageBuilder(caller, region);
  }

  @Override
  public AutoScalingClient autoScaling(String account, String region) {
    return cloud.autoScaling(caller, region);
  }

  @Override
  public StsClient sts(String account) {
    return cloud.sts(caller);
  }

  @Override
  public String accessKeyId(AccountRegion region) {
    return caller.accessKeyId();
  }

  @Override
  public boolean expired(String account, String accessKeyId) {
    return false;
  }

  @Override
  public int openClients() {
    return 0;
  }
}
