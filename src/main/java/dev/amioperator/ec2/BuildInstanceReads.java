package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What EC2 is asked about builders. Only the observer holds this.
 *
 * <p>Every method may throw {@link Ec2CallException}.
 */
public interface BuildInstanceReads {
  /** One page of DescribeInstances; terminated ones are shown for about an hour. */
  Page<BuildInstance> buildInstances(
      AccountRegion accountRegion, Map<String, List<String>> filters, Optional<String> token);

  /** GetConsoleOutput: the last 64 KiB; empty while EC2 has none, which lags by minutes. */
  String consoleOutput(AccountRegion accountRegion, String instanceId);
}
