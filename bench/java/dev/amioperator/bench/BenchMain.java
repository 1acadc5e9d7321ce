package dev.amioperator.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Command that measures the whole operator, with a simulated EC2. */
@Command(
    name = "bench",
    sortOptions = false,
    header = "Measures the whole operator, with a simulated EC2.%n")
public final class BenchMain implements Callable<Integer> {
  private static final Path DIRECTORY = Path.of("target", "bench");

  @Option(
      names = "--ami-images",
      paramLabel = "N",
      description =
          "AmiImages that are created, with an AmiCopy of each tenth, and deleted; 0: none"
              + " (default: 1000).")
  private int amiImages = 1000;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description =
          "Limit of the operator's memory with the AmiImages, which needs root (default: that of the"
              + " chart, 512).")
  private int memoryMib = 512;

  @Option(
      names = "--images",
      paramLabel = "N",
      description =
          "Images of a region that an AmiRetentionPolicy evaluates; 0: none (default: 20000).")
  private int images = 20_000;

  @Option(
      names = "--copies",
      paramLabel = "N",
      description = "Number of AmiCopies; 0: none (default: 100).")
  private int copies = 100;

  @Option(names = "--regions", paramLabel = "N", description = "Regions of each (default: 10).")
  private int regions = 10;

  @Option(
      names = "--run",
      paramLabel = "QUOTA",
      converter = Quota.class,
      description =
          "Run with a quota per region: images=N or snapshots=N copies in flight; can be repeated"
              + " (default: images=20, images=300, snapshots=20).")
  private List<Quota.Value> runs =
      List.of(
          new Quota.Value("images", 20),
          new Quota.Value("images", 300),
          new Quota.Value("snapshots", 20));

  @Option(
      names = "--size",
      paramLabel = "GIB",
      description = "Size of each of the two snapshots of an image (default: 8).")
  private int sizeGib = 8;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "Simulated seconds per real second; pauses of the operator shrink alike.")
  private double speed = 1;

  @Option(
      names = "--share",
      description = "Declare launch permissions, snapshots included, on each AmiCopy.")
  private boolean shared;

  @Option(names = "--check", description = "Exit with 1 if a figure misses its bound.")
  private boolean check;

  @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
  private boolean help;

  private BenchMain() {}

  /** Measures the operator and exits. */
  public static void main(String[] arguments) {
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    System.exit(new CommandLine(new BenchMain()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    boolean copied = copies == 0 || (copies >= 2 && copies <= 999);
    if (regions < 1 || regions > CopyManifests.DESTINATIONS.size() || !copied) {
      return refuse("--copies has to be 0 or from 2 to 999, and --regions from 1 to 16");
    }
    if (amiImages < 0 || amiImages > 20_000 || memoryMib < 64) {
      return refuse("--ami-images has to be from 0 to 20000, and --memory at least 64");
    }
    if (images < 0 || images > 100_000) {
      return refuse("--images has to be from 0 to 100000");
    }
    if (!(speed > 0) || sizeGib < 1) {
      return refuse("--speed has to be above 0, and --size at least 1");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(BenchMain::endProcesses));
    Files.createDirectories(DIRECTORY);
    BenchCluster cluster = new BenchCluster();
    boolean passed = measureImages(cluster) & measureRetention(cluster) & measureCopies(cluster);
    return check && !passed ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private boolean measureImages(BenchCluster cluster) throws Exception {
    if (amiImages == 0) {
      return true;
    }
    ImageFigures figures =
        new ImageFigures(new ImageBench(cluster, amiImages, memoryMib, DIRECTORY).run());
    System.out.println(figures.table());
    return Report.passed(figures.all());
  }

  private boolean measureRetention(BenchCluster cluster) throws Exception {
    if (images == 0) {
      return true;
    }
    RetentionFigures figures =
        new RetentionFigures(new RetentionBench(cluster, images, DIRECTORY).run());
    System.out.println(figures.table());
    return Report.passed(figures.all());
  }

  private boolean measureCopies(BenchCluster cluster) throws Exception {
    if (copies == 0) {
      return true;
    }
    CopyBench bench = new CopyBench(cluster, speed, DIRECTORY);
    List<Report> reports = new ArrayList<>();
    for (Quota.Value quota : runs) {
      CopyRecords records = bench.run(load(quota));
      CallLog.write(DIRECTORY.resolve("calls-%s.tsv".formatted(records.load().label())), records);
      Report report = Report.of(records, speed);
      reports.add(report);
      System.out.println(report.table());
      Report.write(DIRECTORY.resolve("copies.json"), reports);
    }
    System.out.println("\nFigures as JSON: " + DIRECTORY.resolve("copies.json"));
    return reports.stream().allMatch(Report::passed);
  }

  private static int refuse(String message) {
    System.err.println("bench: " + message);
    return ExitCode.USAGE;
  }

  /** Ends the operator and the simulator if the bench is interrupted. */
  private static void endProcesses() {
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  private CopyLoad load(Quota.Value quota) {
    boolean ofImages = quota.resource().equals("images");
    return new CopyLoad(
        quota.resource() + "=" + quota.limit(),
        copies,
        regions,
        ofImages ? quota.limit() : 300,
        ofImages ? 0 : quota.limit(),
        sizeGib,
        shared);
  }

  /** Converter for the EC2 quota of a run. */
  static final class Quota implements ITypeConverter<Quota.Value> {
    private static final Pattern FORMAT = Pattern.compile("(images|snapshots)=([1-9][0-9]{0,4})");

    /** EC2 quota of copies in flight, of images or of snapshots. */
    record Value(String resource, int limit) {}

    @Override
    public Value convert(String text) {
      Matcher quota = FORMAT.matcher(text);
      if (!quota.matches()) {
        throw new TypeConversionException("expected images=N or snapshots=N, not " + text);
      }
      return new Value(quota.group(1), Integer.parseInt(quota.group(2)));
    }
  }
}
