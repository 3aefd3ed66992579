internal import EvolvApp
internal import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
if ["serve", "work"].contains(arguments.first) { StopSignal.prepare() }
exit(await CommandLineProgram.run(arguments, environment: ProcessInfo.processInfo.environment))
