/**
 * A simulated AWS for everything around machine images: the face that tests, the demo and the wire
 * front use. What the cloud remembers is in {@code state}, what each EC2 action does in {@code
 * ec2}.
 */
package dev.amioperator.simulator;
