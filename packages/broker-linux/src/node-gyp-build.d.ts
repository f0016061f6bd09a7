declare module "node-gyp-build" {
  /** Loads the prebuilt addon for this system from `folder`'s `prebuilds`. */
  export default function nodeGypBuild(folder: string): unknown;
}
