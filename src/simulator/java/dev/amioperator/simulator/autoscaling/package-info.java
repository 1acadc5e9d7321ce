/** What the describe actions of Auto Scaling tell: which groups launch which images. */
package dev.amioperator.simulator.autoscaling;
