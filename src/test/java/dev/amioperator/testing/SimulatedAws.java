package dev.amioperator.testing;

import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The in-process EC2 simulator on an accelerated clock shared with the operator. It runs sixty
 * times as fast: two minutes of grace pass in two seconds.
 */
@Alternative
@Singleton
public class SimulatedAws implements AwsClientProvider {
  private static final Caller CALLER =
      new Caller(Ec2Fixtures.ACCOUNT, "AKIAOPERATOR", "arn:aws:iam::123456789012:user/operator");

  private final SimulatedCloud cloud = SimulatedCloud.create(SimulatedClock.accelerated(60));

  public SimulatedCloud cloud() {
    return cloud;
  }

  @Override
  public Ec2Client ec2(String account, String region) {
    return cloud.ec2(CALLER, region);
  }

  @Override
  public KmsClient kms(String account, String region) {
    return cloud.kms(CALLER, region);
  }

  @Override
  public SsmClient ssm(String account, String region) {
    return cloud.ssm(CALLER, region);
  }

  @Override
  public StsClient sts(String account) {
    return cloud.sts(CALLER);
  }

  @Produces
  @Singleton
  @Alternative
  InstantSource clock() {
    return cloud.clock();
  }
}
