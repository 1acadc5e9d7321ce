package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * EC2 reads of the instances that images are created from, for the observer; each may throw {@link
 * Ec2CallException}.
 */
public interface BuildInstanceReads {
  /** A page of DescribeInstances, which lists terminated instances for about an hour. */
  Page<BuildInstance> buildInstances(
      AccountRegion region, Map<String, List<String>> filters, Optional<String> token);

  /** DescribeInstances, all pages. */
  List<SourceInstance> sourceInstances(AccountRegion region, Map<String, List<String>> filters);

  /** GetConsoleOutput: the last 64 KiB; may lag by 20 minutes, and is empty until then. */
  String consoleOutput(AccountRegion region, String instanceId);
}
