export { handleAuth as GET, handleAuth as POST } from '../../../../server/auth/next-auth-handler.ts';
