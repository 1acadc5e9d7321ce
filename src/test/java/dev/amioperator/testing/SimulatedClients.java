package dev.amioperator.testing;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedCloud;
import java.util.function.Function;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** AWS clients of a simulated cloud in this process, with the caller of each AwsAccount. */
public record SimulatedClients(SimulatedCloud cloud, Function<String, Caller> callers)
    implements AwsClientProvider {
  /** Every AwsAccount is the same caller. */
  public SimulatedClients(SimulatedCloud cloud, Caller caller) {
    this(cloud, account -> caller);
  }

  @Override
  public Ec2Client ec2(String account, String region) {
    return cloud.ec2(callers.apply(account), region);
  }

  @Override
  public KmsClient kms(String account, String region) {
    return cloud.kms(callers.apply(account), region);
  }

  @Override
  public SsmClient ssm(String account, String region) {
    return cloud.ssm(callers.apply(account), region);
  }

  @Override
  public ImagebuilderClient imageBuilder(String account, String region) {
    return cloud.imageBuilder(callers.apply(account), region);
  }

  @Override
  public AutoScalingClient autoScaling(String account, String region) {
    return cloud.autoScaling(callers.apply(account), region);
  }

  @Override
  public RbinClient rbin(String account, String region) {
    return cloud.rbin(callers.apply(account), region);
  }

  @Override
  public BatchClient batch(String account, String region) {
    return cloud.batch(callers.apply(account), region);
  }

  @Override
  public StsClient sts(String account) {
    return cloud.sts(callers.apply(account));
  }

  @Override
  public String accessKeyId(AccountRegion region) {
    return callers.apply(region.account()).accessKeyId();
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
